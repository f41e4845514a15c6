out(JSON.parse(atob("eyJrZXkiOiJtOUtmMlF2THg3UmJUejgxV3FLZDAzWWhOczVQZVVjNCJ9")).key);
