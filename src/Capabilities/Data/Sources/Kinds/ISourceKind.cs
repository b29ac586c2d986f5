using Cairn.Data.Ingest;

namespace Cairn.Data.Sources.Kinds;

/// <summary>One way to get at data, found by <see cref="Name"/>. A new one is one class in this folder and one line in <c>DataModule</c>.</summary>
internal interface ISourceKind
{
    /// <summary>As <c>DataSource.Kind</c> says it.</summary>
    string Name { get; }

    /// <summary>What is there now, without bringing it.</summary>
    /// <exception cref="UnusableSourceException">It cannot be gathered as it is declared.</exception>
    /// <exception cref="SourceFaultException">It does not answer as it should; to be tried again.</exception>
    Task<Offer> LookAsync(SourceAsk ask, CancellationToken cancellation);

    /// <summary>Brings what was offered into the staging.</summary>
    /// <exception cref="UnusableSourceException">It cannot be gathered as it is declared.</exception>
    /// <exception cref="SourceFaultException">It does not answer as it should; to be tried again.</exception>
    Task FetchAsync(SourceAsk ask, Offer offer, Stage stage, CancellationToken cancellation);

    /// <summary>What was offered, when it is kept already and is taken as it is; null when it is to be brought and read.</summary>
    /// <exception cref="SourceFaultException">It is not there any more; to be tried again.</exception>
    Task<Finding?> KeptAsync(SourceAsk ask, Offer offer, CancellationToken cancellation) => Task.FromResult<Finding?>(null);

    /// <summary>The members of an address with wildcards, each a partition of its own; null when this kind has none.</summary>
    Task<IReadOnlyList<Member>?> MembersAsync(SourceAsk ask, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Member>?>(null);
}
