/** `User-Agent` of every request, as firewalls refuse requests without one. A test compares it with the package's version. */
export const USER_AGENT = "sagemaker-private-registry/0.1.0";
