using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Code;

/// <summary>Follows changes, within the transaction that ends their checks.</summary>
public interface ICodeListener
{
    /// <summary>All suites and builds of the change have ended (or none applied). <paramref name="merged"/> is its <c>change.merged</c>.</summary>
    void Checked(SqlSession transaction, ChangeView change, LedgerEvent merged);
}
