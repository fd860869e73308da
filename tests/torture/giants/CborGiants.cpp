#include "TreeGiants.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace satchel::torture {

namespace {

constexpr int MostDepth = 16;
constexpr qsizetype MostHead = 9; // of an item of any size

// RFC 8949 section 3: the kinds of items that seeds have.
enum class Major : unsigned { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

// An item with all that is inside it, in byte strings too; of a map key and value in turn.
struct Node {
    Major major = Major::Unsigned;
    std::uint64_t argument = 0; // of what has neither content nor children
    QByteArray content; // of a string
    std::vector<Node> children;
};

QByteArray head(Major major, std::uint64_t argument)
{
    const auto first = static_cast<unsigned>(major) << 5;
    if (argument < 24) {
        return {1, static_cast<char>(first | argument)};
    }
    int width = 1;
    unsigned code = 24;
    while (width < 8 && (argument >> (8 * width)) != 0) {
        width *= 2;
        ++code;
    }
    QByteArray bytes{1, static_cast<char>(first | code)};
    for (int i = width - 1; i >= 0; --i) {
        bytes += static_cast<char>((argument >> (8 * i)) & 0xFF);
    }
    return bytes;
}

std::optional<Node> takeNode(QByteArrayView& rest, int depth);

std::vector<Node> takeNodes(QByteArrayView& rest, std::uint64_t count, int depth)
{
    std::vector<Node> nodes;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto node = takeNode(rest, depth);
        if (!node) {
            return {};
        }
        nodes.push_back(*std::move(node));
    }
    return nodes;
}

constexpr unsigned Indefinite = 31; // of a list or a map, until a break

std::vector<Node> takeUntilBreak(QByteArrayView& rest, int depth)
{
    constexpr auto Break = '\xff';
    std::vector<Node> nodes;
    while (!rest.isEmpty() && rest.front() != Break) {
        auto node = takeNode(rest, depth);
        if (!node) {
            return {};
        }
        nodes.push_back(*std::move(node));
    }
    rest = rest.sliced(qMin<qsizetype>(1, rest.size()));
    return nodes;
}

std::optional<std::uint64_t> takeArgument(QByteArrayView& rest, unsigned code)
{
    if (code < 24) {
        return code;
    }
    const qsizetype width = code <= 27 ? qsizetype{1} << (code - 24) : 0;
    if (width == 0 || rest.size() < width) {
        return std::nullopt;
    }
    std::uint64_t argument = 0;
    for (qsizetype i = 0; i < width; ++i) {
        argument = argument << 8 | static_cast<std::uint8_t>(rest[i]);
    }
    rest = rest.sliced(width);
    return argument;
}

std::optional<Node> takeString(QByteArrayView& rest, Major major, std::uint64_t length, int depth)
{
    if (length > static_cast<std::uint64_t>(rest.size())) {
        return std::nullopt;
    }
    Node node{major, length, rest.first(static_cast<qsizetype>(length)).toByteArray(), {}};
    rest = rest.sliced(static_cast<qsizetype>(length));
    if (major == Major::Bytes && !node.content.isEmpty()) {
        QByteArrayView inside{node.content};
        auto only = takeNode(inside, depth + 1);
        if (only && inside.isEmpty() && !only->children.empty()) {
            node.children.push_back(*std::move(only));
        }
    }
    return node;
}

std::optional<Node> takeNode(QByteArrayView& rest, int depth)
{
    if (rest.isEmpty() || depth > MostDepth) {
        return std::nullopt;
    }
    const auto first = static_cast<std::uint8_t>(rest.front());
    rest = rest.sliced(1);
    const auto major = static_cast<Major>(first >> 5);
    const auto code = first & 0x1FU;
    if (code == Indefinite && (major == Major::Array || major == Major::Map)) {
        auto children = takeUntilBreak(rest, depth + 1);
        const std::uint64_t count = major == Major::Map ? children.size() / 2 : children.size();
        return Node{major, count, {}, std::move(children)};
    }
    const auto argument = takeArgument(rest, code);
    if (!argument) {
        return std::nullopt;
    }
    switch (major) {
    case Major::Bytes:
    case Major::Text:
        return takeString(rest, major, *argument, depth);
    case Major::Array:
        return Node{major, *argument, {}, takeNodes(rest, *argument, depth + 1)};
    case Major::Map:
        return Node{major, *argument, {}, takeNodes(rest, 2 * *argument, depth + 1)};
    case Major::Tag:
        return Node{major, *argument, {}, takeNodes(rest, 1, depth + 1)};
    default:
        return Node{major, *argument, {}, {}};
    }
}

QByteArray encoded(const Node& node, const Node* at, const QByteArray& instead)
{
    if (&node == at) {
        return instead;
    }
    QByteArray content = node.children.empty() ? node.content : QByteArray{};
    for (const Node& child : node.children) {
        content += encoded(child, at, instead);
    }
    const bool isString = node.major == Major::Bytes || node.major == Major::Text;
    return head(node.major, isString ? static_cast<std::uint64_t>(content.size()) : node.argument) + content;
}

QString nameOf(const Node& node)
{
    return QString::number(static_cast<unsigned>(node.major));
}

QByteArray listOf(std::uint64_t count, const QByteArray& items)
{
    return head(Major::Array, count) + items;
}

QByteArray mapOfMany(qsizetype size)
{
    QByteArray members;
    std::uint64_t count = 0;
    for (; members.size() + MostHead < size; ++count) {
        members += head(Major::Unsigned, count + 1000) + '\x01';
    }
    return head(Major::Map, count) + members;
}

} // namespace

void forEachCborGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take)
{
    QByteArrayView rest{seed};
    const auto root = takeNode(rest, 0);
    if (!root || !rest.isEmpty()) {
        return;
    }
    const auto room = size - seed.size() - MostDepth * MostHead;
    TreeGiants{*root, take}.forEachNode([room](const Node& node, const auto& give) {
        const QByteArray whole = encoded(node, nullptr, {});
        const auto times = room / whole.size() + 1;
        const auto length = static_cast<std::uint64_t>(room);
        give(QStringLiteral("repeated in a list"), listOf(static_cast<std::uint64_t>(times), whole.repeated(times)));
        give(QStringLiteral("nested"), QByteArray(room, '\x81') + whole);
        give(QStringLiteral("as many numbers"), listOf(length, QByteArray(room, '\x01')));
        give(QStringLiteral("as a map of many"), mapOfMany(room));
        give(QStringLiteral("stretched"), head(Major::Bytes, length) + QByteArray(room, 'a'));
    });
}

} // namespace satchel::torture
