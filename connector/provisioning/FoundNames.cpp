#include "connector/provisioning/FoundNames.h"

#include <utility>

namespace scim2ldap::connector {

std::string FoundNames::dn(std::size_t i) const {
  const Row& row = rows_[i];
  const std::string& above = containers_[row.container].named->text;
  std::string dn;
  dn.reserve(row.rdnLength + 1 + above.size());
  dn.append(text_, row.begin, row.rdnLength);
  if (!above.empty()) dn.append(",").append(above);
  return dn;
}

std::string_view FoundNames::display(std::size_t i) const {
  const Row& row = rows_[i];
  return std::string_view(text_).substr(row.begin + row.rdnLength, row.displayLength);
}

std::uint32_t FoundNames::add(Container container) {
  containers_.push_back(std::move(container));
  return static_cast<std::uint32_t>(containers_.size() - 1);
}

void FoundNames::set(std::size_t i, const ldap::SyncUuid& id, std::uint32_t container, std::string_view rdn,
                     std::string_view display) {
  if (text_.empty()) text_.reserve(rows_.size() * kUsualLength);
  rows_[i] = {id, container, static_cast<std::uint32_t>(rdn.size()), text_.size(), display.size()};
  text_.append(rdn).append(display);
}

}  // namespace scim2ldap::connector
