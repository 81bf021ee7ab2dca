#include "connector/provisioning/CheckReport.h"

namespace scim2ldap::connector {

void CheckReport::error(const mappings::SourceLocation& where, const std::string& text) {
  problem({where, text});
}

void CheckReport::problem(const mappings::Problem& problem) {
  // The verdict says how bad it is; toString would say so once more.
  const bool isError = problem.severity == mappings::Severity::Error;
  add(isError ? Verdict::Error : Verdict::Warning,
      mappings::toString({problem.where, problem.message, mappings::Severity::Error}));
}

void CheckReport::add(Verdict verdict, const std::string& text) {
  if (verdict == Verdict::Error) ++errors_;
  if (verdict == Verdict::Warning) ++warnings_;
  listener_(verdict, text);
}

}  // namespace scim2ldap::connector
