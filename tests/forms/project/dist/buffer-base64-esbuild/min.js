out(Buffer.from("bTlLZjJRdkx4N1JiVHo4MVdxS2QwM1loTnM1UGVVYzQ=","base64").toString());
