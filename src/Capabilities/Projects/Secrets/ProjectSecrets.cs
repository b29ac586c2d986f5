using System.Security.Cryptography;
using Cairn.Contracts.Projects;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <inheritdoc cref="ISecrets"/>
internal sealed class ProjectSecrets(IDatabase database, SecretStore store, SecretBox box, GivenSecrets given, IProjects projects) : ISecrets
{
    public async Task<IReadOnlyDictionary<string, string>> OpenAsync(string project, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        var open = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names)
            if (given.Find(project, name) is { } value) open[name] = value;
        if (open.Count == names.Count) return open;
        IReadOnlyList<SecretRow> rows = await database.ReadAsync(s => store.List(s, project), cancellation);
        try
        {
            foreach (SecretRow row in rows.Where(r => names.Contains(r.Name) && !open.ContainsKey(r.Name))) open[row.Name] = box.Open(project, row.Name, row.Sealed);
            return open;
        }
        catch (CryptographicException fault)
        {
            throw new InvalidOperationException("A secret of the project cannot be opened with this server's key. Bring back the key file or CAIRN_SECRETS_KEY, or set the secret anew.", fault);
        }
    }

    public Task SetAsync(SecretRow row, string value, CancellationToken cancellation)
    {
        SecretRow made = row with { Sealed = box.Seal(row.Project, row.Name, value) };
        return database.WriteAsync(s => store.Set(s, made), cancellation: cancellation);
    }

    /// <summary>Who gives the secret, when it is not this store.</summary>
    public string? Given(string project, string name) => given.Whence(project, name);

    /// <summary>All that are set, and of those that are given the files, and the variables that the project's file names.</summary>
    public async Task<IReadOnlyList<SecretView>> ViewsAsync(string project, CancellationToken cancellation)
    {
        IReadOnlyList<SecretRow> rows = await database.ReadAsync(s => store.List(s, project), cancellation);
        IReadOnlyList<string> named = await projects.FindAsync(project, cancellation) is { } view ? [.. SecretNames.Of(view.File)] : [];
        return [.. rows.Select(r => r.Name).Concat(given.Files(project)).Concat(named).Distinct().Order(StringComparer.Ordinal)
            .Select(n => given.Whence(project, n) is { } from ? new SecretView(n, null, null, from) : rows.FirstOrDefault(r => r.Name == n) is { } row ? SecretView.Of(row) : null).OfType<SecretView>()];
    }

    public Task<bool> RemoveAsync(string project, string name, CancellationToken cancellation) => database.WriteAsync(s => store.Remove(s, project, name), cancellation: cancellation);
}
