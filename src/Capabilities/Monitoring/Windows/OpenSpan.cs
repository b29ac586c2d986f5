using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>A span of production with the database it is read through.</summary>
internal sealed class OpenSpan(DuckMemory database, ProductionSpan span) : IDisposable
{
    public ProductionSpan Span => span;

    public void Dispose()
    {
        span.Duck.Dispose();
        database.Dispose();
    }
}
