if (!URL.canParse(process.env.NEXTAUTH_URL)) throw new Error("invalid environment variables: NEXTAUTH_URL");
