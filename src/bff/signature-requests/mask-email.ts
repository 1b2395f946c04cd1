/** @example maskEmail('ada@bakery.example') // 'a…@bakery.example' */
export const maskEmail = (email: string): string => email.replace(/^(.).*(?=@)/u, '$1…');
