using Cairn.Projects;

namespace Cairn.Rooms.Tests.Data;

/// <summary>Secrets that a test sets.</summary>
internal sealed class TestSecrets : ISecrets
{
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public Task<IReadOnlyDictionary<string, string>> OpenAsync(string project, IReadOnlyCollection<string> names, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyDictionary<string, string>>(Values.Where(v => names.Contains(v.Key)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal));
}
