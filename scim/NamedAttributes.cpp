#include <set>
#include <string>
#include <utility>

#include "scim/Error.h"
#include "scim/Patch.h"
#include "scim/Query.h"

namespace scim2ldap::scim {
namespace {

/// Collects paths; of names that are none, nothing.
class Names {
 public:
  /// The members of a resource, or of an extension's part of it.
  void addMembers(const std::string& urn, const Json& object) {
    if (!object.isObject()) return;
    for (const auto& [name, value] : object.asObject()) {
      if (urn.empty() && name.find(':') != std::string::npos && value.isObject()) addMembers(name, value);
      try {
        AttributePath path = parseAttributePath(name);
        if (!urn.empty()) path.schema = urn;
        add(std::move(path), value);
      } catch (const Error&) {  // no attribute
      }
    }
  }

  void addOperation(const Json& operation) {
    const Json* value = operation.find("value");
    const Json none;
    const std::string_view text = operation.stringAt("path");
    if (text.empty()) return addMembers("", value == nullptr ? none : *value);
    try {
      PatchPath path = parsePatchPath(text);
      if (path.attribute.name.empty())
        return addMembers(path.attribute.schema, value == nullptr ? none : *value);
      if (!path.subAttribute.empty()) path.attribute.subAttribute = path.subAttribute;
      add(std::move(path.attribute), value == nullptr ? none : *value);
    } catch (const Error&) {  // no path
    }
  }

  [[nodiscard]] std::vector<AttributePath> take() { return std::move(paths_); }

 private:
  /// The attribute, and the parts that its value or the elements of its value have.
  void add(AttributePath path, const Json& value) {
    addOnce(path);
    if (!path.subAttribute.empty()) return;
    const Json::Array one = value.isArray() ? Json::Array{} : Json::Array{value};
    for (const Json& element : value.isArray() ? value.asArray() : one) {
      if (!element.isObject()) continue;
      for (const auto& [name, part] : element.asObject()) {
        path.subAttribute = name;
        addOnce(path);
      }
    }
  }

  void addOnce(const AttributePath& path) {
    if (known_.insert(toString(path)).second) paths_.push_back(path);
  }

  std::vector<AttributePath> paths_;
  std::set<std::string> known_;
};

}  // namespace

std::vector<AttributePath> attributesNamedIn(const Json& body) {
  Names names;
  const Json* operations = body.find("Operations");
  if (operations != nullptr && operations->isArray()) {
    for (const Json& operation : operations->asArray()) names.addOperation(operation);
  } else {
    names.addMembers("", body);
  }
  return names.take();
}

}  // namespace scim2ldap::scim
