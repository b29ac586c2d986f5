using Cairn.Platform.Sql;

namespace Cairn.Registry.Contracts;

/// <summary>Versions of contracts. What is written stays.</summary>
internal sealed class ContractStore
{
    public ContractVersion? Newest(SqlSession s, string project, string name)
        => s.First<ContractVersion>("select * from contract_versions where project = @project and name = @name order by number desc limit 1", new { project, name });

    public void Insert(SqlSession s, ContractVersion v) => s.Execute("""
        insert into contract_versions (project, name, number, digest, content, owners, event) values (@Project, @Name, @Number, @Digest, @Content, @Owners, @Event)
        """, new { v.Project, v.Name, v.Number, v.Digest, v.Content, v.Owners, v.Event });
}
