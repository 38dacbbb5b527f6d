package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// shell is a row of the table of shells: the name and the function that writes the script.
type shell struct {
	name  string
	write func(root *cobra.Command, w io.Writer, descriptions bool) error
}

func shells() []shell {
	return []shell{
		{"bash", (*cobra.Command).GenBashCompletionV2},
		{"zsh", func(root *cobra.Command, w io.Writer, descriptions bool) error {
			if descriptions {
				return root.GenZshCompletion(w)
			}
			return root.GenZshCompletionNoDesc(w)
		}},
		{"fish", (*cobra.Command).GenFishCompletion},
		{"powershell", func(root *cobra.Command, w io.Writer, descriptions bool) error {
			if descriptions {
				return root.GenPowerShellCompletionWithDesc(w)
			}
			return root.GenPowerShellCompletion(w)
		}},
	}
}

func shellNames() (names []string) {
	for _, sh := range shells() {
		names = append(names, sh.name)
	}
	return names
}

// completionCommand replaces cobra's own, which has no examples and is English only.
func completionCommand(s surroundings) *cobra.Command {
	bare := false
	c := &cobra.Command{
		Use:   "completion SHELL",
		Short: "writes the script that completes commands and flags in a shell",
		Long: `シェルの補完のスクリプトを書き出します。コマンド、フラグのほか、タグ、要件のID、リーダー、人の名前も補完します。

Writes the script for bash, zsh, fish or powershell. It completes commands and flags, and the values of flags: tags, ids of
requirements, readers, people.`,
		Example: `  source <(mynalab completion bash)                                        # in this bash; needs bash-completion
  mynalab completion bash > ~/.local/share/bash-completion/completions/mynalab
  mynalab completion zsh > "${fpath[1]}/_mynalab"                          # needs autoload -U compinit; compinit
  mynalab completion fish > ~/.config/fish/completions/mynalab.fish
  mynalab completion powershell | Out-String | Invoke-Expression`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: shellNames(),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			return writeCompletion(c.Root(), s, args[0], !bare)
		},
	}
	c.Flags().BoolVar(&bare, "no-descriptions", false, "completes words without descriptions")
	return c
}

func writeCompletion(root *cobra.Command, s surroundings, name string, descriptions bool) error {
	for _, sh := range shells() {
		if sh.name != name {
			continue
		}
		if err := sh.write(root, s.stdout, descriptions); err != nil {
			return broken(fmt.Errorf("writing the script: %w", err))
		}
		return nil
	}
	return usage(errorOf(msgShell, name, strings.Join(shellNames(), ", ")))
}
