out(new TextDecoder().decode(Uint8Array.from(atob("ZDBCbztYf0VxPltrXXMxOF54Qm05OlBhR3o8WWxcaj0="),e=>e.charCodeAt(0)^9)));
