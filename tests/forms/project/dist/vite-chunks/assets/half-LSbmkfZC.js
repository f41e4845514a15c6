const o="m9Kf2QvLx7RbTz81",t=()=>Date.now();export{o as h,t as o};
