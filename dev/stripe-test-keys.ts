/** Keys the Stripe emulator is given and the local Worker uses; they open nothing else. */
export const STRIPE_TEST_KEYS = { secretKey: 'sk_test_shopflow', publishableKey: 'pk_test_shopflow' } as const;
