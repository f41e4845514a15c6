o="ot_5Yq8Wz1Kp03Rt7Bn"
