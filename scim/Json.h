#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace scim2ldap::scim {

/// JSON text in the place of a value, for what is too large to be made of parts only to be printed. It is of
/// none of the other types, and nobody looks into it.
struct PrintedJson {
  std::string text;
  friend bool operator==(const PrintedJson&, const PrintedJson&) = default;
};

/// One JSON value (RFC 8259). A copyable value; object members keep the order in which they were set.
///
/// Member names are looked up without regard to ASCII case, as SCIM attribute names are (RFC 7643 §2.1).
class Json {
 public:
  struct Member;
  using Array = std::vector<Json>;
  using Object = std::vector<Member>;

  Json();
  Json(std::nullptr_t);
  Json(bool value);
  Json(int value);
  Json(std::int64_t value);
  Json(double value);
  Json(const char* value);
  Json(std::string value);
  Json(std::string_view value);
  Json(Array value);
  Json(Object value);
  Json(PrintedJson value);

  /// An empty object, ready for `set`.
  [[nodiscard]] static Json object();
  [[nodiscard]] static Json array();

  [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] bool isBool() const { return std::holds_alternative<bool>(value_); }
  [[nodiscard]] bool isInteger() const { return std::holds_alternative<std::int64_t>(value_); }
  /// True for integers and for decimals.
  [[nodiscard]] bool isNumber() const { return isInteger() || std::holds_alternative<double>(value_); }
  [[nodiscard]] bool isString() const { return std::holds_alternative<std::string>(value_); }
  [[nodiscard]] bool isArray() const { return std::holds_alternative<Array>(value_); }
  [[nodiscard]] bool isObject() const { return std::holds_alternative<Object>(value_); }

  /// The value as the named type; std::bad_variant_access when it is another.
  [[nodiscard]] bool asBool() const { return std::get<bool>(value_); }
  [[nodiscard]] std::int64_t asInteger() const { return std::get<std::int64_t>(value_); }
  [[nodiscard]] double asDouble() const;
  [[nodiscard]] const std::string& asString() const { return std::get<std::string>(value_); }
  [[nodiscard]] const Array& asArray() const { return std::get<Array>(value_); }
  [[nodiscard]] Array& asArray() { return std::get<Array>(value_); }
  [[nodiscard]] const Object& asObject() const { return std::get<Object>(value_); }
  [[nodiscard]] Object& asObject() { return std::get<Object>(value_); }
  /// nullptr when it is a value of its own.
  [[nodiscard]] const PrintedJson* printed() const { return std::get_if<PrintedJson>(&value_); }

  /// The member of that name (ASCII case ignored), or nullptr when there is none or this is not an object.
  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] Json* find(std::string_view name);
  /// The member's string, or "" when it is absent or not a string.
  [[nodiscard]] std::string_view stringAt(std::string_view name) const;
  /// Sets the member in place, or appends it under exactly this name. Makes an object of a null.
  Json& set(std::string_view name, Json value);
  /// Removes the member of that name. \returns whether there was one
  bool erase(std::string_view name);

  /// Not assigned in the sense of RFC 7643 §2.5: null, or an empty array.
  [[nodiscard]] bool isUnassigned() const { return isNull() || (isArray() && asArray().empty()); }

  /// Deep equality; the order of object members carries no meaning (RFC 7643 §2.3.8), that of arrays does.
  friend bool operator==(const Json& left, const Json& right);

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object, PrintedJson> value_;
};

struct Json::Member {
  std::string name;
  Json value;

  friend bool operator==(const Member&, const Member&) = default;
};

// Here, where the elements of Object are known: a constructor also destroys.
inline Json::Json() = default;
inline Json::Json(std::nullptr_t) {}
inline Json::Json(bool value) : value_(value) {}
inline Json::Json(int value) : value_(std::int64_t{value}) {}
inline Json::Json(std::int64_t value) : value_(value) {}
inline Json::Json(double value) : value_(value) {}
inline Json::Json(const char* value) : value_(std::string(value)) {}
inline Json::Json(std::string value) : value_(std::move(value)) {}
inline Json::Json(std::string_view value) : value_(std::string(value)) {}
inline Json::Json(Array value) : value_(std::move(value)) {}
inline Json::Json(Object value) : value_(std::move(value)) {}
inline Json::Json(PrintedJson value) : value_(std::move(value)) {}
inline Json Json::object() {
  return Json(Object{});
}
inline Json Json::array() {
  return Json(Array{});
}

inline constexpr std::size_t kMaxJsonDepth = 32;

/// Parses one JSON document.
/// \param text  UTF-8; any size (the caller bounds it)
/// \throws Error  400 invalidSyntax: not JSON, nesting above kMaxJsonDepth, a name twice in one object
///                (ASCII case ignored), an integer beyond 2^63 - 1 or -2^53, far more values than octets suggest, not UTF-8
/// RFC 7644 §3.8, RFC 8259
[[nodiscard]] Json parseJson(std::string_view text);

/// The document in one line, members in their order, non-ASCII as UTF-8.
[[nodiscard]] std::string printJson(const Json& json);
/// Appends the text as a JSON string, with its quotes.
void appendJsonString(std::string_view text, std::string& out);

}  // namespace scim2ldap::scim
