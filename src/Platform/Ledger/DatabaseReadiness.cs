using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>The database answers, and in a moment.</summary>
internal sealed class DatabaseReadiness(IDatabase database, RealTime real) : IReadiness
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    public async ValueTask<string?> MissingAsync(CancellationToken cancellation)
    {
        try
        {
            await database.ReadAsync(WorldStore.Clock, Lane.Pulse, cancellation).WaitAsync(Most, real.Provider, cancellation);
            return null;
        }
        catch (TimeoutException) { return $"The database does not answer within {Most.TotalSeconds} s."; }
        catch (Exception e) when (e is not OperationCanceledException) { return "The database does not answer."; }
    }
}
