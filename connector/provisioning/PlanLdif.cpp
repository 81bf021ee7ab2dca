#include "connector/provisioning/PlanLdif.h"

#include "connector/provisioning/MemberModification.h"
#include "connector/provisioning/Secrets.h"
#include "mappings/Base64.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

constexpr std::string_view kRemoved = "(removed)";

/// SAFE-STRING of RFC 2849: what may stand behind "attribute: " as it is. Control characters may, but are not
/// for terminals.
bool isSafe(std::string_view value) {
  if (value.empty()) return true;
  if (value.front() == ' ' || value.front() == ':' || value.front() == '<' || value.back() == ' ')
    return false;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) return false;
  }
  return true;
}

class Writer {
 public:
  void line(std::string_view name, std::string_view value) {
    text_ += name;
    if (isSafe(value)) {
      text_.append(": ").append(value);
    } else {
      text_.append(":: ").append(mappings::encodeBase64(value));
    }
    text_ += '\n';
  }
  void values(const std::string& attribute, const std::vector<std::string>& values) {
    const bool isRemoved = isSecret(attribute);
    for (const std::string& value : values) line(attribute, isRemoved ? kRemoved : std::string_view(value));
  }
  void modification(ldap::ModificationType type, const std::string& attribute,
                    const std::vector<std::string>& changed) {
    line(keyword(type), attribute);
    values(attribute, changed);
    text_ += "-\n";
  }
  void secret(const std::string& attribute) {
    line("replace", attribute);
    line(attribute, kRemoved);
    text_ += "-\n";
  }
  void blank() { text_ += '\n'; }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  static std::string_view keyword(ldap::ModificationType type) {
    switch (type) {
      case ldap::ModificationType::Add:
        return "add";
      case ldap::ModificationType::Delete:
        return "delete";
      case ldap::ModificationType::Replace:
        return "replace";
      case ldap::ModificationType::Increment:
        return "increment";
    }
    return "";
  }

  std::string text_;
};

void write(Writer& writer, const Step& step) {
  writer.line("dn", target(step).toString());
  if (const auto* add = std::get_if<AddEntry>(&step)) {
    writer.line("changetype", "add");
    for (const auto& [attribute, values] : add->entry.attributes) writer.values(attribute, values);
  } else if (const auto* modify = std::get_if<ModifyEntry>(&step)) {
    writer.line("changetype", "modify");
    for (const ldap::Modification& each : modify->modifications)
      writer.modification(each.type, each.attribute, each.values);
  } else if (const auto* rename = std::get_if<RenameEntry>(&step)) {
    writer.line("changetype", "modrdn");
    writer.line("newrdn", ldap::Dn({rename->newDn.rdn()}).toString());
    writer.line("deleteoldrdn", "1");
    if (!(rename->newDn.parent() == rename->dn.parent())) {
      writer.line("newsuperior", rename->newDn.parent().toString());
    }
  } else if (const auto* change = std::get_if<ChangeMembers>(&step)) {
    writer.line("changetype", "modify");
    if (!change->add.empty())
      writer.modification(ldap::ModificationType::Add, change->attribute, change->add);
    if (!change->remove.empty())
      writer.modification(ldap::ModificationType::Delete, change->attribute, change->remove);
  } else if (const auto* password = std::get_if<SetPassword>(&step)) {
    writer.line("changetype", "modify");
    writer.secret(password->attribute.empty() ? "userPassword" : password->attribute);
  } else {
    writer.line("changetype", "delete");
  }
  writer.blank();
}

}  // namespace

std::string toLdif(const Plan& plan) {
  Writer writer;
  for (const Step& step : plan.steps) write(writer, step);
  return std::move(writer).text();
}

}  // namespace scim2ldap::connector
