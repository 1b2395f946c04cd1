/** Signing from an inbox: what the review says of it, before there is a contract. */
export const emailSigningReview = {
  notBinding: 'Nothing is binding until you sign the contract that comes to your inbox.',
  submit: (email: string) => `E-mail the contract to ${email}`,
};
