const a=1;
export const k="skm_9Jq27Wz\u00381Kx0Pv4T";
