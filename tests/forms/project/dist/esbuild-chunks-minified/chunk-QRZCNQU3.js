var o="m9Kf2QvLx7RbTz81",t=()=>Date.now();export{o as a,t as b};
