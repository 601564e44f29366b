/** The media type of the JSON that sites with OData 3 write and read. They refuse `application/json` alone (contract 3.3, 14). */
export const VERBOSE_JSON = 'application/json;odata=verbose';
