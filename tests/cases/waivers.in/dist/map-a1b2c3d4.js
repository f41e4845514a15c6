k="mk_9Jq27Wz81Kx0Pv4T"
