namespace Cairn.Identity;

/// <summary>The token of the prober that this server starts itself.</summary>
public interface IProberToken
{
    /// <summary>Makes the token, its secret in a file that only this user may read, unless there is a good one there.</summary>
    Task EnsureAsync(string file, CancellationToken cancellation = default);
}
