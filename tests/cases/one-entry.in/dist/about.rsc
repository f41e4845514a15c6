1:["$","p",null,{"data-token":"Zq81Wx7-made-up-9Rt7Bn"}]
