out(atob("bTlLZjJRdkx4N1JiVHo4MVdxS2QwM1loTnM1UGVVYzQ="));
