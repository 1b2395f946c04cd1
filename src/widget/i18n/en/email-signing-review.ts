/** The review of a contract that will be signed by email. */
export const emailSigningReview = {
  notBinding: 'Nothing is binding until you sign the contract that comes to your inbox.',
  submit: (email: string) => `E-mail the contract to ${email}`,
};
