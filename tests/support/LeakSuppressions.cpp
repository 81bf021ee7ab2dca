/// Memory that libraries keep or lose, not we: libldap loses what GnuTLS had read when a TLS context cannot
/// be made of the files given (tests of bad files only).
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libgnutls\nleak:libtasn1\nleak:libgmp\n";
}
