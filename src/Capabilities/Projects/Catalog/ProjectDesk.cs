using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>What the acts on projects have in common.</summary>
internal sealed record ProjectDesk(IDatabase Database, ProjectStore Store, ProjectCatalog Projects, World World);
