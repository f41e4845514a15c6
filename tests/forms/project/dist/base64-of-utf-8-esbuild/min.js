out(decodeURIComponent(atob("bTlLZjJRdkx4N1JiVHo4MVdxS2QwM1loTnM1UGVVYzQ=").split("").map(o=>"%"+("00"+o.charCodeAt(0).toString(16)).slice(-2)).join("")));
