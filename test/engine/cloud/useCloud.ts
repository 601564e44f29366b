import { useCloudPackage } from '../../support/engine';

useCloudPackage();
