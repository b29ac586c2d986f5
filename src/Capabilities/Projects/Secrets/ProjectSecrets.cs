using System.Security.Cryptography;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <inheritdoc cref="ISecrets"/>
internal sealed class ProjectSecrets(IDatabase database, SecretStore store, SecretBox box) : ISecrets
{
    public async Task<IReadOnlyDictionary<string, string>> OpenAsync(string project, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        IReadOnlyList<SecretRow> rows = await database.ReadAsync(s => store.List(s, project), cancellation);
        try
        {
            return rows.Where(r => names.Contains(r.Name)).ToDictionary(r => r.Name, r => box.Open(project, r.Name, r.Sealed), StringComparer.Ordinal);
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

    public Task<IReadOnlyList<SecretRow>> ListAsync(string project, CancellationToken cancellation) => database.ReadAsync(s => store.List(s, project), cancellation);

    public Task<bool> RemoveAsync(string project, string name, CancellationToken cancellation) => database.WriteAsync(s => store.Remove(s, project, name), cancellation: cancellation);
}
