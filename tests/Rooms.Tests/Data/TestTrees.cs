using Cairn.Platform;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Data;

/// <summary>One tree for every commit: the folder <c>tree</c> of the data directory.</summary>
internal sealed class TestTrees(PlatformOptions options) : IRepositories
{
    public Task<string> CheckoutAsync(string project, string commit, CancellationToken cancellation) => Task.FromResult(options.Folder("tree"));

    public Task<bool> IsIntactAsync(string project, string commit, CancellationToken cancellation) => Task.FromResult(true);

    public Task<string> FetchAsync(string project, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<CommitInfo> DescribeAsync(string project, string commit, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Ancestry> BetweenAsync(string project, string? from, string to, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<byte[]?> ReadAsync(string project, string commit, string path, long most, CancellationToken cancellation) => throw new NotSupportedException();
}
