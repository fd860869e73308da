#include "TreeGiants.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>

#include <algorithm>
#include <vector>

namespace satchel::torture {

namespace {

constexpr qsizetype MostHeader = 6; // identifier and length of an element of any size here
constexpr int MostDepth = 32; // of what is looked into

// An element with all that is inside it, in OCTET STRINGs too.
struct Node {
    std::uint8_t tag = 0;
    QByteArray content; // of an element without children
    std::vector<Node> children;
};

std::optional<Node> nodeOf(const DerElement& element, int depth);

// Everything in these bytes; empty unless all of it is DER.
std::vector<Node> nodesIn(QByteArrayView bytes, int depth)
{
    std::vector<Node> nodes;
    DerReader reader{bytes};
    while (depth < MostDepth && !reader.atEnd()) {
        const auto element = reader.next();
        auto node = element ? nodeOf(*element, depth) : std::nullopt;
        if (!node) {
            return {};
        }
        nodes.push_back(*std::move(node));
    }
    return nodes;
}

std::optional<Node> nodeOf(const DerElement& element, int depth)
{
    constexpr unsigned Constructed = 0x20;
    const bool isConstructed = (element.tag & Constructed) != 0;
    Node node{element.tag, element.content.toByteArray(), {}};
    if (isConstructed || element.tag == der::OctetString) {
        node.children = nodesIn(element.content, depth + 1);
    }
    return node;
}

QByteArray encoded(const Node& node, const Node* at, const QByteArray& instead)
{
    if (&node == at) {
        return instead;
    }
    if (node.children.empty()) {
        return derElement(node.tag, node.content);
    }
    QByteArray content;
    for (const Node& child : node.children) {
        content += encoded(child, at, instead);
    }
    return derElement(node.tag, content);
}

// The content in as many SEQUENCEs as there is room for. Written from the inside out.
QByteArray nested(const QByteArray& inside, qsizetype size)
{
    QByteArray backwards{inside};
    std::ranges::reverse(backwards);
    while (backwards.size() + MostHeader < size) {
        const qsizetype length = backwards.size();
        QByteArray header = derElement(der::Sequence, QByteArrayView{}).first(1);
        if (length < 0x80) {
            header += static_cast<char>(length);
        } else {
            QByteArray octets;
            for (qsizetype rest = length; rest > 0; rest >>= 8) {
                octets.prepend(static_cast<char>(rest & 0xFF));
            }
            header += static_cast<char>(0x80 | octets.size());
            header += octets;
        }
        std::ranges::reverse(header);
        backwards += header;
    }
    std::ranges::reverse(backwards);
    return backwards;
}

QString nameOf(const Node& node)
{
    return QString::number(node.tag, 16);
}

} // namespace

void forEachDerGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take)
{
    const auto nodes = nodesIn(seed, 0);
    if (nodes.size() != 1) {
        return;
    }
    const auto room = size - seed.size() - MostDepth * MostHeader;
    TreeGiants{nodes.front(), take}.forEachNode([room](const Node& node, const auto& give) {
        const QByteArray whole = encoded(node, nullptr, {});
        give(QStringLiteral("repeated"), whole.repeated(room / whole.size() + 1));
        give(QStringLiteral("nested"), nested(whole, room + whole.size()));
        if (node.children.empty()) {
            // Of a BIT STRING the first octet tells how many bits are unused, of an INTEGER the sign.
            const QByteArray first = node.content.left(1);
            give(QStringLiteral("stretched"), derElement(node.tag, first + QByteArray(room, '\x01')));
        } else {
            const auto many = derElement(der::Sequence, {}).repeated(room / 2);
            give(QStringLiteral("with many empty ones"), derElement(node.tag, many));
        }
    });
}

} // namespace satchel::torture
