/** All of a contract, for who needs it whole. A page takes the parts, each when it comes to it: they weigh. */
export * from './contract-record.ts';
export * from './create-contract.ts';
export * from './customer.ts';
