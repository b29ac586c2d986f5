using Cairn.Contracts.Snapshots;
using Cairn.Serving.Metrics;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Runs;

/// <summary>Makes the queues of variants; they share the threads.</summary>
internal sealed class RunQueues(RunnerThreads threads, ServingClocks clocks, IOptions<ServingOptions> options)
{
    public RunQueue Make(IModelRun model, RunMeter meter, BatchRule rule, (bool Batches, int? Parallel) of)
    {
        int parallel = of.Parallel is { } own ? own : options.Value.ParallelRuns > 0 ? options.Value.ParallelRuns : Environment.ProcessorCount;
        long inline = options.Value.InlineMicroseconds * 1000L;
        return new(threads, new(parallel, rule.MaxWaiting, of.Batches ? rule.MaxRows : 1, inline), model, meter, clocks.Real);
    }
}
