export default async function handler(request, response) {
  await fetch(process.env.SLACK_WEBHOOK_URL, { method: "POST", body: JSON.stringify({ text: request.body }) });
  await fetch("https://api.sendgrid.com/v3/mail/send", {
    method: "POST",
    headers: { authorization: `Bearer ${process.env.SENDGRID_API_KEY}` },
    body: JSON.stringify({ from: process.env.MAIL_FROM, to: process.env.SUPPORT_EMAIL, text: request.body }),
  });
  response.status(204).end();
}
