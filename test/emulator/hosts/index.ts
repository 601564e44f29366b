import type { Hosting } from '../options';
import { FRAMEWORK } from './framework';
import type { Host } from './host';
import { NET } from './net';

export type { Host } from './host';

export const HOSTS: Readonly<Record<Hosting, Host>> = { framework: FRAMEWORK, net: NET };
