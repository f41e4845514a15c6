function d(t){const o=["TnM1UGVVYzQ=","bTlLZjJRdkx4N1JiVHo4MQ==","V3FLZDAzWWg="];for(;o[0]!=="bTlLZjJRdkx4N1JiVHo4MQ==";)o.push(o.shift());return atob(o[t])}out(d(0)+d(1)+d(2));
