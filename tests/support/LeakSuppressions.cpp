/// Memory that libraries keep or lose, not we: libldap loses what GnuTLS had read when a TLS context cannot
/// be made of the files given (tests of bad files only), and the message in which a server says goodbye (RFC
/// 4511 §4.4.1). The latter shows by chance, as a server ends beneath a connection, and without a caller's
/// name, so only the tests that watch each connection of ours, those of ldap/, look for what liblber
/// allocates.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
#ifdef SCIM2LDAP_WATCHES_LIBLBER
  return "leak:libgnutls\nleak:libtasn1\nleak:libgmp\n";
#else
  return "leak:libgnutls\nleak:libtasn1\nleak:libgmp\nleak:liblber\n";
#endif
}
