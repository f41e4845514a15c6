const k="secret";out(atob("HlwoFFclBSkbRTcWJx9bQzIFOAFTQTwcPRZWIgAhEFE=").split("").map((o,t)=>String.fromCharCode(o.charCodeAt(0)^k.charCodeAt(t%k.length))).join(""));
