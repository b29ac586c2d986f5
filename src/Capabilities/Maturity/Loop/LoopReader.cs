using System.Runtime.CompilerServices;
using Cairn.Maturity.Records;

namespace Cairn.Maturity.Loop;

/// <summary>Reads the loop of a project; made once for each state of its records.</summary>
internal sealed class LoopReader(RecordShelf shelf)
{
    private readonly ConditionalWeakTable<ProjectRecords, LoopRecord> _made = [];

    public async Task<LoopRecord> ReadAsync(string project, CancellationToken cancellation)
        => _made.GetValue(await shelf.ReadAsync(project, cancellation), static r => new LoopRecord(r));
}
