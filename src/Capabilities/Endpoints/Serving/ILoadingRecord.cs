using Cairn.Contracts.Ledger;

namespace Cairn.Endpoints;

/// <summary>Puts on record that somebody took an endpoint out of service at the data plane, or brought it back.</summary>
public interface ILoadingRecord
{
    Task ToldAsync(string route, bool loaded, Actor actor, CancellationToken cancellation);
}
