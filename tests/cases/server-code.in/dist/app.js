const cfg={url:import.meta.env.DB_URL};fetch("/x",{headers:{k:process.env.STRIPE_KEY}});throw new Error("envwall:server-only:5d0c6a1e93b2: env.server was loaded in a browser");
var e={"npm_command":"run","USER":"me","PATH":"/usr/bin:/bin","HOME":"/me","SHLVL":"1","GITHUB_TOKEN":"ghs_somethingsecret"};
