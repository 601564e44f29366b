/** @param {number} value */
export const whole = (value) => value.toLocaleString('en');
/** @param {number} bytes */
export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
/** @param {number} value */
export const seconds = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(1));
/** @param {number} value */
export const factor = (value) => (value < 0.1 ? value.toFixed(3) : value.toFixed(2));
