// The offer of a passkey shows itself only on a phone that can keep one, and is gone for good with one tap.
const card = document.getElementById("passkey-offer");
const forget = () => {
  document.cookie = "passkey_offer=; max-age=0; path=/; samesite=lax";
};

card.querySelector("button").addEventListener("click", () => {
  forget();
  card.remove();
});
card.querySelector("a").addEventListener("click", forget);
if (window.PublicKeyCredential && document.cookie.includes("passkey_offer="))
  PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().then((can) => {
    card.hidden = !can;
  });
