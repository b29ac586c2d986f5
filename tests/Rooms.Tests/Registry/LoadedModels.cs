using Cairn.Registry;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>What endpoints have loaded, as a test says.</summary>
internal sealed class LoadedModels : IServedDigests
{
    public IReadOnlyList<ServedEndpoint> All { get; set; } = [];

    public Task<IReadOnlyList<ServedEndpoint>> ListAsync(CancellationToken cancellation = default) => Task.FromResult(All);
}
