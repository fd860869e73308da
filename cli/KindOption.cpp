#include "KindOption.h"

#include <core/ledger/Kind.h>

namespace satchel {

std::string checkKind(const std::string& name)
{
    return kindFromName(QString::fromStdString(name)) ? std::string{} : "there is no kind \"" + name + '"';
}

} // namespace satchel
