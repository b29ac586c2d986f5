using System.Collections.Immutable;
using Cairn.Platform.Web;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Traces.Pages;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Slashes of names stay encoded in a segment of a path, where a name may be written like them.</summary>
public sealed class ExperimentNameTests
{
    [Fact]
    public async Task A_segment_means_the_experiment_that_is_called_so_else_the_one_with_a_slash()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (await FoundAsync(world, "a%2Fb")).ShouldBe((null, null));
        foreach (string name in (string[])["a/b", "a%2Fb"])
        {
            await world.PostAsync("experiments/create", $$"""{"name": "{{name}}", "tags": [{"key": "cairn.project", "value": "{{TrackingWorld.Project}}"}]}""");
            (await FoundAsync(world, "a%2Fb")).ShouldBe((name, name));
        }
        (await FoundAsync(world, "a%2fb")).ShouldBe(("a/b", "a/b"));
    }

    private static async Task<(string? Runs, string? Traces)> FoundAsync(TestWorld world, string segment)
    {
        var query = new TableQuery("/", ImmutableSortedDictionary<string, string>.Empty);
        return ((await world.Get<ExperimentReading>().ReadAsync(TrackingWorld.Project, segment, query, TestContext.Current.CancellationToken))?.Only,
            (await world.Get<TraceReading>().PageAsync(TrackingWorld.Project, segment, query, TestContext.Current.CancellationToken))?.Experiment);
    }
}
