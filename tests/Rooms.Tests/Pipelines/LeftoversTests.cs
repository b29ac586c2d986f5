using Cairn.Pipelines.Runs;

namespace Cairn.Rooms.Tests.Pipelines;

public sealed class LeftoversTests
{
    [Fact]
    public async Task The_end_waits_for_all_that_is_still_removed()
    {
        var leftovers = new Leftovers();
        await leftovers.GoneAsync();
        var (one, other) = (new TaskCompletionSource(), new TaskCompletionSource());
        leftovers.Add(() => one.Task);
        leftovers.Add(() => other.Task);
        Task gone = leftovers.GoneAsync();
        one.SetResult();
        gone.IsCompleted.ShouldBeFalse();
        other.SetResult();
        await gone;
    }

    [Fact]
    public async Task What_could_not_be_removed_is_not_passed_over()
    {
        var leftovers = new Leftovers();
        leftovers.Add(() => Task.CompletedTask);
        leftovers.Add(() => Task.FromException(new IOException("in use")));
        await Should.ThrowAsync<IOException>(leftovers.GoneAsync);
    }
}
