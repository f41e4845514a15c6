0:["$","p",null,{"k":"Zk\"3q'<7a>&b\\c/é漢$d`e9Wx"}]
