#pragma once

#include "Giants.h"

#include <cstddef>

namespace satchel::torture {

// Puts into a tree, at the place of one node, what is made of that node. A node has `children`, and beside it stand
// nameOf(node) and encoded(root, at, instead), which writes the tree with `instead` for the node `at`.
template <typename Node> class TreeGiants final {
public:
    TreeGiants(const Node& root, const TakeGiant& take)
        : m_root{root}
        , m_take{take}
    {
    }

    // Calls make(node, give) for each node, and it calls give(how, instead) for each giant.
    template <typename Make> void forEachNode(const Make& make) const { walk(m_root, {}, make); }

private:
    template <typename Make> void walk(const Node& node, const QString& path, const Make& make) const
    {
        const QString name = path + nameOf(node);
        make(node, [&](const QString& how, const QByteArray& instead) {
            m_take({name + QLatin1Char(' ') + how, encoded(m_root, &node, instead)});
        });
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            walk(node.children[i], QStringLiteral("%1.%2 ").arg(name).arg(i), make);
        }
    }

    const Node& m_root;
    const TakeGiant& m_take;
};

} // namespace satchel::torture
